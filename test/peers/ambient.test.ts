import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { keys, portalToken, roleCredentials, webIdentityToken } from './island/aws.ts'
import { metadata } from './island/metadata.ts'
import type { Person } from './island/person.ts'
import { expectRefused, expectServed, publicImage } from './pulls.ts'
import { visit } from './visit.ts'

const login = ['aws', 'ecr', 'login', '--public']
const success = '✓ ECR Public login: public.ecr.aws (expires in 12h)\n'
const { AccessKeyId, SecretAccessKey, Token, Expiration } = roleCredentials

/** Where credentials come from: each prepares the home folder and says what the environment holds. */
const sources: Readonly<Record<string, (person: Person) => Readonly<Record<string, string>>>> = {
  'environment keys with a session token': () => ({
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: Token,
  }),

  'the default profile': person => {
    person.write('.aws/credentials', credentialsFile('default'))
    return {}
  },

  'a named profile': person => {
    person.write('.aws/credentials', credentialsFile('shop'))
    return { AWS_PROFILE: 'shop' }
  },

  'a credential_process': person => {
    const answer = { Version: 1, AccessKeyId, SecretAccessKey, SessionToken: Token, Expiration }
    person.write('answer.json', JSON.stringify(answer))
    person.write('.aws/config', `[profile tool]\ncredential_process = cat ${person.home}/answer.json\n`)
    return { AWS_PROFILE: 'tool' }
  },

  'a web identity token': person => {
    person.write('token', webIdentityToken)
    return {
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/island-role',
      AWS_WEB_IDENTITY_TOKEN_FILE: `${person.home}/token`,
      AWS_REGION: 'us-east-1',
    }
  },

  'an IAM Identity Center profile': person => {
    const startUrl = 'https://island.awsapps.com/start'
    const session = `[sso-session island]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`
    const role = 'sso_session = island\nsso_account_id = 123456789012\nsso_role_name = island-role\n'
    person.write('.aws/config', `[profile people]\n${role}${session}`)
    const file = createHash('sha1').update('island').digest('hex')
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const signedIn = { startUrl, region: 'us-east-1', accessToken: portalToken, expiresAt }
    person.write(`.aws/sso/cache/${file}.json`, JSON.stringify(signedIn))
    return { AWS_PROFILE: 'people' }
  },

  'an ECS task': () => ({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: metadata.taskPath }),

  'an EKS pod identity': person => {
    person.write('pod-token', metadata.podToken)
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: metadata.podUrl,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${person.home}/pod-token`,
    }
  },

  'an EC2 instance, by IMDSv2': () => ({ AWS_EC2_METADATA_DISABLED: 'false' }),
}

function credentialsFile(profile: string): string {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = keys
  return `[${profile}]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`
}

visit('ambient credentials from every source', { peers: [], metadata: true }, island => {
  it.each(Object.entries(sources))('%s logs in', async (_, prepare) => {
    // The instance is the chain's last resort: left on, it would cover for a source that does not work.
    const person = island().person({ AWS_EC2_METADATA_DISABLED: 'true' })
    const env = prepare(person)
    await expectRefused(person, 'skopeo inspect', publicImage)
    expect(await person.atmos(login, env)).toEqual({ exitCode: 0, stdout: '', stderr: success })
    await expectServed(person, 'skopeo inspect', publicImage)
  })

  it('names the sources it tried when there is none', async () => {
    const person = island().person({ AWS_EC2_METADATA_DISABLED: 'true' })
    const outcome = await person.atmos(login)
    expect(outcome).toMatchObject({ exitCode: 4, stdout: '' })
    for (const source of ['AWS_ACCESS_KEY_ID', 'profile', 'web identity', 'container', 'instance']) {
      expect(outcome.stderr.toLowerCase()).toContain(source.toLowerCase())
    }
    expect(person.dockerConfig()).toBe('')
  })
})
