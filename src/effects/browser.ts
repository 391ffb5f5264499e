/** Browsers that can be driven, and given folders of their own: Google Chrome and what is made from it. */
export const chromeTypes = ['chrome', 'msedge', 'chromium', 'brave'] as const
export type ChromeType = (typeof chromeTypes)[number]

/** The person's web browser. */
export interface Browser {
  /** Whether a browser could open here and be seen by the person who typed the command. */
  readonly available: boolean
  /** Opens a page. @returns whether the browser was started */
  open(url: string): Promise<boolean>
  /**
   * Opens a page in an installed Chrome that keeps cookies and all in a folder of its own.
   * @returns whether it was started; `false` where none is installed
   */
  openApart(url: string, folder: string): Promise<boolean>
  /** Absolute path of an installed Chrome, Edge, Chromium or Brave, in this order; of one type only if given. */
  chrome(type?: ChromeType): string | undefined
}
