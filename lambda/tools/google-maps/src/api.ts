/** One of Google's APIs. */

export interface Api {
  /** What people call it, and where it is enabled. */
  name: string;
  host: string;
}
