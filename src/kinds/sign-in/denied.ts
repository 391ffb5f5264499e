import { Failure } from '../../errors/failure.ts'

/** The person, or the service in their place, said no. @param subject whereto, for people: the start URL */
export function denied(subject: string, words: string): Failure {
  return new Failure({
    code: 'sign-in-denied',
    what: `The sign-in to ${subject} was refused`,
    why: words,
    next: 'Run the same command again and allow the request, or ask an administrator whether your account may sign in there',
  })
}
