/** The person's web browser. */
export interface Browser {
  /** Whether a browser could open here and be seen by the person who typed the command. */
  readonly available: boolean
  /** Opens a page. @returns whether the browser was started */
  open(url: string): Promise<boolean>
}
