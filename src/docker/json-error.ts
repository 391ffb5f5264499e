import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import { type ConfigProblem, positionAt } from './config-text.ts'

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that JSON does not know',
  InvalidNumberFormat: 'a number that JSON does not know',
  PropertyNameExpected: 'a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is something behind the end',
  InvalidCommentToken: 'comments are not JSON',
  UnexpectedEndOfComment: 'comments are not JSON',
  UnexpectedEndOfString: 'a text has no closing quote',
  InvalidUnicode: 'a broken \\u escape',
  InvalidEscapeCharacter: 'an escape that JSON does not know',
  InvalidCharacter: 'a control character inside a text',
}

/**
 * Where and why a text is not JSON. The engine's own message will not do: it quotes the text, which holds
 * secrets, and not always says where.
 */
export function explainJsonError(text: string): ConfigProblem {
  let first: { readonly error: ParseErrorCode; readonly offset: number } | undefined
  const onError = (error: ParseErrorCode, offset: number) => {
    first ??= { error, offset }
  }
  visit(text, { onError }, { disallowComments: true })
  if (first === undefined) return { reason: 'it is not valid JSON' }
  const truncated = first.offset >= text.trimEnd().length
  const reason = words[printParseErrorCode(first.error)] ?? 'not valid JSON'
  return {
    reason: truncated ? `it ends too early: ${reason}` : `it is not valid JSON: ${reason}`,
    position: positionAt(text, first.offset),
  }
}
