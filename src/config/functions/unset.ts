import type { YamlFunction } from './function.ts'

/** `!unset`: takes away what the files below say under this key. */
export const unset: YamlFunction = ({ source, at }) => ({ type: 'unset', source, at })
