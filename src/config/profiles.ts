import { basename, join, resolve } from 'node:path'
import { foldersOf } from '../auth/folders.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import { namesIn, typeAt } from './find/probe.ts'
import { yamlFilesBelow } from './find/yaml-files.ts'
import { originOf, type Place } from './source-text.ts'
import { type Branch, child, type Tree } from './yaml/tree.ts'

/** A folder of files that are laid over the configuration when its name is asked for. */
export interface Profile {
  readonly name: string
  readonly folder: string
}

export interface ProfilePlaces {
  /** Folder of the configuration that the places are counted from. */
  readonly configFolder: string
  /** What the configuration says so far. */
  readonly root: Branch
}

/** Folders that profiles are looked for in; the first that has one of the name wins. */
function profileFolders({ configFolder, root }: ProfilePlaces, effects: Needs<'env'>): readonly string[] {
  const own = child(child(root, 'profiles'), 'base_path')
  return [
    ...(own?.type === 'leaf' && own.text !== '' ? [resolve(configFolder, own.text)] : []),
    join(configFolder, '.atmos', 'profiles'),
    ...userFolder(effects),
    join(configFolder, 'profiles'),
  ]
}

/** A user without a home has no profiles of their own. */
function userFolder(effects: Needs<'env'>): readonly string[] {
  try {
    return [join(foldersOf(effects).config(), 'profiles')]
  } catch {
    return []
  }
}

/** Every profile there is, each name once, sorted. */
export function listProfiles(places: ProfilePlaces, effects: Needs<'env' | 'files'>): readonly Profile[] {
  const found = new Map<string, Profile>()
  for (const folder of profileFolders(places, effects)) {
    if (typeAt(folder, effects) !== 'folder') continue
    for (const name of namesIn(folder, effects)) {
      const path = join(folder, name)
      if (found.has(name) || typeAt(path, effects) !== 'folder') continue
      found.set(name, { name, folder: path })
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** A profile that is to be applied. */
export interface Chosen {
  readonly name: string
  /** Where a file says so. */
  readonly at?: Place
}

/** The profiles to apply, in order: asked for, else `ATMOS_PROFILE`, else `profiles.default`. */
export function chosenProfiles(
  asked: readonly string[],
  root: Branch,
  { env }: Needs<'env'>,
): readonly Chosen[] {
  if (asked.length > 0) return asked.map(name => ({ name }))
  const variable = split(env.get('ATMOS_PROFILE') ?? '')
  if (variable.length > 0) return variable.map(name => ({ name }))
  const byDefault = child(child(root, 'profiles'), 'default')
  if (byDefault?.type === 'list') return byDefault.items.flatMap(chosenAt)
  return byDefault === undefined ? [] : chosenAt(byDefault)
}

function chosenAt(tree: Tree): readonly Chosen[] {
  return tree.type === 'leaf' ? split(tree.text).map(name => ({ name, at: tree })) : []
}

function split(list: string): readonly string[] {
  return list
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

/** @throws Failure `profile-not-found` with the profiles there are and the folders searched */
export function findProfile(
  { name, at }: Chosen,
  places: ProfilePlaces,
  effects: Needs<'env' | 'files'>,
): Profile & { readonly files: readonly string[] } {
  const profiles = listProfiles(places, effects)
  const found = profiles.find(profile => profile.name === basename(name))
  if (found !== undefined && basename(name) === name) {
    return { ...found, files: yamlFilesBelow(found.folder, effects) }
  }
  const known = profiles.map(profile => profile.name)
  const searched = profileFolders(places, effects).join(', ')
  throw new Failure({
    code: 'profile-not-found',
    what: `There is no profile called ${name}`,
    why: `${known.length === 0 ? 'there are none' : `known: ${known.join(', ')}`}; searched: ${searched}`,
    next: hint(name, known, places.root),
    details: { name, known, ...(at && originOf(at)) },
  })
}

function hint(name: string, known: readonly string[], root: Branch): string {
  const identities = child(child(root, 'auth'), 'identities')
  if (child(identities, name) !== undefined) {
    return `${name} is an identity; did you mean --identity=${name}?`
  }
  const close = nearest(name, known)
  return close === undefined
    ? 'Make a folder of that name with YAML files in one of them, or leave the profile out'
    : `Did you mean ${close}?`
}
