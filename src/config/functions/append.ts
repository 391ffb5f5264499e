import { functionFailure, type YamlFunction } from './function.ts'

/** `!append [a, b]`: adds to the list below instead of replacing it. */
export const append: YamlFunction = call => {
  if (call.inner.type !== 'list') {
    throw functionFailure(call, 'it stands before something that is no list', 'Write !append before a list')
  }
  return { ...call.inner, append: true }
}
