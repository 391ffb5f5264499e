import type { Server } from '../../effects/server.ts'
import { createEmulator } from '../../emulator/emulator.ts'
import { surroundings } from '../../emulator/surroundings.ts'
import { Failure } from '../../errors/failure.ts'
import { wordsOf } from '../../errors/to-failure.ts'
import type { Context } from '../context.ts'
import type { ServeFlags } from './serve.command.ts'

/** `atmos emulator serve`: runs until it is asked to stop. */
export async function serve(this: Context, flags: ServeFlags): Promise<void> {
  const { port = 0, anonymousRate, signedInRate } = flags
  const pullsPerSecond = {
    ...(anonymousRate !== undefined && { anonymous: anonymousRate }),
    ...(signedInRate !== undefined && { signedIn: signedInRate }),
  }
  const { handle } = createEmulator({ pullsPerSecond }, this.effects)
  const { url, close } = await listen(this.effects.server, { handle, port })
  this.effects.terminal.data(shellLines(url))
  this.voice.note(`Pretend AWS, GitHub and ECR Public at ${url}; Ctrl-C stops them.`)
  this.voice.note('Paste the lines above into another shell and try: atmos aws ecr login --public')
  await this.effects.server.untilStopped()
  await close()
}

interface Listener {
  readonly handle: Parameters<Server['listen']>[0]
  readonly port: number
}

async function listen(server: Server, { handle, port }: Listener): ReturnType<Server['listen']> {
  try {
    return await server.listen(handle, port)
  } catch (thrown) {
    throw new Failure({
      code: 'usage',
      what: `Could not listen on port ${port}`,
      why: wordsOf(thrown),
      next: 'Give another --port, or none for any free one',
      cause: thrown,
    })
  }
}

/** A variable left over from real AWS would win over ours, so those go first. */
function shellLines(url: string): string {
  const exports = Object.entries(surroundings(url)).map(([name, value]) => `export ${name}='${value}'\n`)
  return ['unset AWS_SESSION_TOKEN AWS_PROFILE\n', ...exports].join('')
}
