import { functionFailure, type YamlFunction } from './function.ts'

/** `!exec COMMAND`: what a program prints. It is run when the value is needed, and not before. */
export const exec: YamlFunction = call => {
  if (call.argument.trim() === '') {
    throw functionFailure(call, 'it names no command', 'Write !exec followed by a shell command')
  }
  const { source, at, argument } = call
  return { type: 'pending', source, at, command: argument }
}
