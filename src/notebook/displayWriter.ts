/** Content by MIME type, richest first; every entry shows the same thing. */
export type MimeBundle = Readonly<Record<string, unknown>>;

interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

type DisplayWriter = (data: DisplayData, update: boolean) => void;

/**
 * Sends one display message to the notebook, or replaces one that was sent before.
 *
 * @param id name of a display that is going to be replaced; left out for one that stays.
 * @returns false outside a notebook, where nothing can be shown.
 */
export function writeDisplay(data: MimeBundle, id?: string, update = false): boolean {
  const writer = tslabWriter();
  if (!writer) return false;
  writer({ data, metadata: {}, transient: id ? { display_id: id } : {} }, update);
  return true;
}

/**
 * The function of the running kernel that sends a whole bundle. tslab's public `display` sends one MIME type only, and
 * the kernel may come from another installation of tslab than this library's, so the module is looked up among those
 * that are loaded.
 */
function tslabWriter(): DisplayWriter | undefined {
  for (const [file, loaded] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) continue;
    const writer = (loaded?.exports as { lastWriteDisplayData?: DisplayWriter } | undefined)
      ?.lastWriteDisplayData;
    if (writer) return writer;
  }
  return undefined;
}
