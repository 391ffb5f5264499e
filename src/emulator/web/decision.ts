import type { Received } from '../received.ts'
import type { PageForm } from './page.ts'

/** The form in which a person allows or denies a request, as one of these users. */
export function decisionForm(users: readonly string[]): PageForm {
  const [only = ''] = users
  const user =
    users.length === 1 ? { name: 'user', value: only } : { name: 'user', label: 'As', choices: users }
  return {
    method: 'post',
    fields: [user],
    buttons: [
      { label: 'Allow access', name: 'decision', value: 'allow' },
      { label: 'Deny access', name: 'decision', value: 'deny' },
    ],
  }
}

/** What came back with the form; `undefined` when it was not filled in. */
export function decisionIn(
  received: Received,
  users: readonly string[],
): { readonly allowedBy: string } | 'denied' | undefined {
  const form = new URLSearchParams(received.body)
  if (form.get('decision') === 'deny') return 'denied'
  const user = form.get('user') ?? users[0]
  const isAllowed = form.get('decision') === 'allow' && user !== undefined && users.includes(user)
  return isAllowed ? { allowedBy: user } : undefined
}
