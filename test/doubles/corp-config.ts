/** The start URL of the emulator's IAM Identity Center. */
export const startUrl = 'https://example.awsapps.com/start'

/** What stands under `auth:` for one identity, `dev`, whose person signs in at that address. */
export const corpIdentity = `  providers:
    corp: { kind: aws/iam-identity-center, start_url: "${startUrl}", region: us-east-1 }
  identities:
    dev:
      kind: aws/permission-set
      default: true
      via: { provider: corp }
      principal: { name: AdministratorAccess, account: sandbox }
`

/** The same, with ECR Public linked to it. */
export const corpRegistry = `${corpIdentity}  integrations:
    public: { kind: aws/ecr-public, via: { identity: dev } }
`
