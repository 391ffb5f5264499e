import { Failure } from '../../errors/failure.ts'
import { ownWords } from '../routes.ts'

/** Commands of Cloud Posse's Atmos that are not about logging in. */
const atmosWords = new Set([
  'about',
  'atlantis',
  'azure',
  'completion',
  'cast',
  'config',
  'describe',
  'devcontainer',
  'docs',
  'eks',
  'gcp',
  'git',
  'helmfile',
  'list',
  'packer',
  'pro',
  'profile',
  'secret',
  'stack',
  'support',
  'terraform',
  'theme',
  'toolchain',
  'validate',
  'vendor',
  'workflow',
])

/** The answer to an Atmos command this program does not have; `undefined` for any other word. */
export function explainAtmosWord(word: string): Failure | undefined {
  if (!atmosWords.has(word)) return undefined
  return new Failure({
    code: 'usage',
    what: `"${word}" is a command of Cloud Posse's Atmos, and this is atmos-auth`,
    why: `the commands of atmos-auth are ${ownWords.join(', ')}`,
    next: `Run that one with Cloud Posse's atmos; where both are installed, call this program atmos-auth`,
  })
}
