import * as v from 'valibot'
import { defineIdentity, defineProvider } from '../../src/auth/define-kind.ts'
import { regionName, text } from '../../src/auth/fields.ts'
import type { Catalog } from '../../src/auth/kind.ts'
import { Secret } from '../../src/auth/secret.ts'
import { assumeRole } from '../../src/clients/aws/sts.ts'
import { exampleUser } from '../../src/emulator/options.ts'
import { Failure } from '../../src/errors/failure.ts'
import { catalog } from '../../src/kinds/catalog.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

/** A portal that asks nobody, but can be left; and roles that are assumed through it. */
interface Office {
  readonly catalog: Catalog
  /** Set to make the portal need a person. */
  closed: boolean
  /** How often somebody signed in or out. */
  readonly visits: string[]
}

/** The real catalog, and beside it a provider and an identity whose credentials can be stored. */
function createOffice(): Office {
  const office: Office = { catalog, closed: false, visits: [] }
  const portal = defineProvider({
    kind: 'test/portal',
    title: 'a portal',
    spec: v.object({
      start_url: v.optional(text),
      region: v.optional(regionName),
      password: v.optional(text),
      spec: v.optional(v.object({ files: v.optional(v.object({ base_path: text })) })),
    }),
    yields: 'oidc',
    async authenticate(_, { terminal }) {
      if (office.closed && !terminal.canSignIn) {
        throw new Failure({
          code: 'login-required',
          what: 'The portal needs a person',
          next: 'atmos auth login',
        })
      }
      office.visits.push('in')
      return { type: 'oidc', token: new Secret('a-portal-token') }
    },
    async signOut() {
      office.visits.push('out')
      return true
    },
  })
  const role = defineIdentity({
    kind: 'test/role',
    title: 'a role',
    spec: v.object({ principal: v.object({ assume_role: text, region: v.optional(regionName) }) }),
    accepts: ['oidc', 'aws'],
    yields: 'aws',
    async authenticate({ spec: { principal } }, effects) {
      const user = {
        type: 'aws',
        accessKeyId: exampleUser.accessKeyId,
        secretAccessKey: new Secret(exampleUser.secretAccessKey),
      } as const
      const request = {
        credentials: user,
        region: principal.region ?? 'us-east-1',
        roleArn: principal.assume_role,
        sessionName: 'tester',
      }
      return await assumeRole(request, effects)
    },
  })
  return Object.assign(office, {
    catalog: {
      ...catalog,
      providers: [...catalog.providers, portal],
      identities: [...catalog.identities, role],
    },
  })
}

/** Two identities of one portal, one with a registry linked to it. */
export const officeConfig = `
auth:
  providers:
    sso:
      kind: test/portal
      region: us-east-2
      start_url: https://acme.example/start
      tags: [corp]
  identities:
    dev:
      kind: test/role
      default: true
      alias: d
      tags: [team]
      via: { provider: sso }
      principal: { assume_role: "arn:aws:iam::123456789012:role/DevRole" }
    ops:
      kind: test/role
      via: { provider: sso }
      principal: { assume_role: "arn:aws:iam::123456789012:role/OpsRole", region: eu-central-1 }
  integrations:
    images:
      kind: aws/ecr-public
      via: { identity: dev }
`

/** Roles that the configuration's identities become. */
const officeRoles = ['DevRole', 'OpsRole'].map(name => ({
  arn: `arn:aws:iam::123456789012:role/${name}`,
  trust: { principals: ['123456789012'] },
}))

export interface OpenOffice {
  readonly world: World
  readonly office: Office
}

/** A world with the office's configuration in it, or another one. */
export function openOffice(options: WorldOptions = {}, config = officeConfig): OpenOffice {
  const office = createOffice()
  const world = createWorld({
    catalog: office.catalog,
    emulator: { roles: officeRoles },
    ...options,
    files: { '/work/atmos.yaml': config, ...options.files },
  })
  return { world, office }
}

/** What STS answers to who brings a token whose time is over. */
export const expiredAtSts = {
  answer: {
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>',
  },
}

/** What ECR Public answers to who may not. */
export const deniedAtEcrPublic = {
  answer: {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: '{"__type":"AccessDeniedException","message":"not authorized to perform: ecr-public:GetAuthorizationToken"}',
  },
}
