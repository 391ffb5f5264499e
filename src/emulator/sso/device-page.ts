import type { HttpResponse } from '../../effects/http.ts'
import type { Received } from '../received.ts'
import { decisionForm, decisionIn } from '../web/decision.ts'
import { page } from '../web/page.ts'
import { timeOf, type World } from '../world.ts'
import type { DeviceCode } from './state.ts'

/** The page where a person confirms the code that a program shows. */
export function devicePage(received: Received, world: World): HttpResponse {
  const userCode = received.url.searchParams.get('user_code') ?? ''
  if (userCode === '') return askForCode(200, 'Type the code that the program shows you.')
  const device = waitingDevice(userCode, world)
  if (device === undefined)
    return askForCode(404, `There is no request with the code ${userCode}, or not any more.`)
  const { users, startUrl } = world.settings.identityCenter
  const decision = decisionIn(received, users)
  if (decision === undefined) {
    const name = world.sso.clients.get(device.clientId)?.name ?? 'a program'
    const title = `Allow ${name} to access your data?`
    const lines = [
      `Your code is ${device.userCode}. Go on only if the program at ${startUrl} shows the same.`,
    ]
    return page({ title, lines, form: decisionForm(users) })
  }
  device.decision = decision
  return decision === 'denied'
    ? page({ title: 'Request denied', lines: ['You can close this page.'] })
    : page({ title: 'Request approved', lines: ['You can close this page and go back to the program.'] })
}

/** A code nobody has decided about yet, typed in any way. */
export function waitingDevice(userCode: string, world: World): DeviceCode | undefined {
  const letters = (text: string) => text.toUpperCase().replace(/[^A-Z]/g, '')
  return [...world.sso.devices.values()].find(
    device =>
      letters(device.userCode) === letters(userCode) &&
      device.decision === undefined &&
      device.expiresAt > timeOf(world),
  )
}

function askForCode(status: number, line: string): HttpResponse {
  const form = {
    method: 'get',
    fields: [{ name: 'user_code', label: 'Code' }],
    buttons: [{ label: 'Next' }],
  } as const
  return page({ status, title: 'Authorize a program', lines: [line], form })
}
