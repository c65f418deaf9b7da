/** A cell of a made-up notebook; without outputs, one of text. */
export interface MadeCell {
  readonly id: string;
  readonly source?: string;
  readonly outputs?: readonly unknown[];
}

/** A notebook as nbformat saves it: sorted keys, one space of indent, a newline at the end. */
export function notebookText(cells: readonly MadeCell[]): string {
  const made = cells.map(({ id, source = '', outputs }) =>
    outputs
      ? { cell_type: 'code', execution_count: null, id, metadata: { tags: ['x'] }, outputs, source: [source] }
      : { cell_type: 'markdown', id, metadata: {}, source: [source] },
  );
  const metadata = { kernelspec: { display_name: 'Mine', language: 'typescript', name: 'tslab' } };
  return JSON.stringify({ cells: made, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1) + '\n';
}

export const stream = (text: string | string[], name = 'stdout') => ({ name, output_type: 'stream', text });
export const display = (data: object, metadata: object = {}) => ({ data, metadata, output_type: 'display_data' });
