import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** The key an identity provider signs with, made when it is first needed. */
export interface IdpKey {
  privateKey(): KeyObject
  publicKey(): KeyObject
}

/** RSA, 2048 bits. */
export function createIdpKey(): IdpKey {
  let made: KeyObject | undefined
  const privateKey = () => {
    made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    return made
  }
  return { privateKey, publicKey: () => createPublicKey(privateKey()) }
}
