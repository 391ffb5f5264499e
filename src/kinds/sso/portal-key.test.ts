import { expect, it } from 'vitest'
import { portalKey } from './portal-key.ts'

it.each(['/start', '/start/', '/start#', '/start/#/', '/start#/'])('%s is one portal', path => {
  const region = 'eu-west-1'
  expect(portalKey({ startUrl: `https://Corp.awsapps.com${path}`, region })).toBe(
    portalKey({ startUrl: 'https://corp.awsapps.com/start', region }),
  )
})
