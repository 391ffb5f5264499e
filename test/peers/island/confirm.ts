import { argv } from 'node:process'

/**
 * Somebody with a browser elsewhere: goes to the page of a code and decides.
 * Arguments: the address, and `allow` or `deny`. Prints the page that follows.
 */
const [, , address = '', decision = ''] = argv
const asked = await fetch(address)
if (!(await asked.text()).includes('Allow access')) throw new Error(`nobody is asked at ${address}`)
const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ decision }) })
console.log(await answer.text())
