import { sum } from 'simple-statistics';
import type { LayerSummary } from '../model/summary';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { ACCENTS, FAINT, FIGURE_WIDTH, grouped, INK, shortName } from './style';
import { captionLines } from './drawing/caption';
import { textAt, vegaLiteFigure } from './drawing/vegaLite';

const MOST_LAYERS = 16; // that have room below each other
const ROW = 48; // pixels from one layer to the next: two lines of text and a gap
const HEADING = 26; // pixels of the column headings

/** Pixels from the left: names; the right end of numbers; the ribbons from each layer to its area; the areas. */
const X = { line: 6, name: 20, numbers: 270, ribbon: 282, area: 392, end: FIGURE_WIDTH - 16 } as const;

const GAP = 2; // pixels between areas
const THINNEST = 1.5; // pixels of the area of a layer that has next to no share
const NAMED = 24; // pixels of an area that has room for its layer's name
const NAME_LETTERS = 14; // of a name that fits into an area, with its share

/** What `networkDiagram` marks. */
export interface NetworkDiagramOptions {
  /** Names of the layers with a penalty on their weights, e.g. `Dense 1`. Default none. */
  readonly penalties?: readonly string[];
}

/**
 * The layers of a network from the first to the last, with the shape of their output for one image, and beside them
 * areas in proportion to their parameters (a layer with next to none still has a line). The caption names the number of
 * parameters and the largest layer.
 *
 * @param layers from `layerSummary`.
 * @throws if there is no layer or more than 16, or a penalty is on a layer that there is not.
 * @example
 * const model = convNet({ filters: 8, denseUnits: 32, l2: 0.01 });
 * networkDiagram(layerSummary(model), { penalties: ['Dense 1'] }).kind; // => 'vega-lite'
 */
export function networkDiagram(
  layers: readonly LayerSummary[],
  { penalties = [] }: NetworkDiagramOptions = {},
): VegaLiteFigure {
  if (layers.length === 0 || layers.length > MOST_LAYERS) {
    throw new Error(
      `networkDiagram draws 1 to ${MOST_LAYERS} layers, got ${layers.length}; write networkDiagram(layerSummary(model)).`,
    );
  }
  const names = layers.map(({ name }) => name);
  const unknown = penalties.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`networkDiagram requires penalties on the layers ${names.join(', ')}, got "${unknown}".`);
  }
  const rows = placed(layers, penalties);
  const height = HEADING + layers.length * ROW;
  return vegaLiteFigure({
    panels: [{ width: FIGURE_WIDTH - 12, height, data: { values: rows }, layer: marks(rows) }],
    what: `The ${layers.length} layers of a network in order, with areas in proportion to their parameters: ${rows.map(({ name, shape }) => `${name} (${shape})`).join(', ')}.`,
    caption: captionOf(rows, layers),
  });
}

/** A layer as text, and where it stands, in pixels from the top. */
type Row = ReturnType<typeof placed>[number];

function placed(layers: readonly LayerSummary[], penalties: readonly string[]) {
  const total = sumOf(layers);
  const weighted = layers.filter(({ parameters }) => parameters > 0).length;
  const room = layers.length * ROW - GAP * (weighted - 1) - THINNEST * weighted;
  let top = HEADING;
  return layers.map(({ name, outputShape, parameters }, i) => {
    const areaTop = top;
    const areaBottom = parameters > 0 ? top + THINNEST + (room * parameters) / total : top;
    if (parameters > 0) top = areaBottom + GAP;
    const penalized = penalties.includes(name);
    return {
      ...{ name: shortName(name), heading: shortName(name) + (penalized ? ', with penalty' : '') },
      ...{ shape: outputShape.map(grouped).join(' × '), parameters, penalized },
      ...{ count: grouped(parameters), share: parameters > 0 ? percent(parameters / total) : '' },
      ...{ middle: HEADING + (i + 0.5) * ROW, areaTop: tenths(areaTop), areaBottom: tenths(areaBottom) },
    };
  });
}

/** Rows as pixels: nothing here is measured on an axis. */
function marks(rows: readonly Row[]): VegaLiteSpec[] {
  const [first, last] = [rows[0]!.middle, rows.at(-1)!.middle];
  const y = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
  const color = { condition: { test: 'datum.penalized', value: ACCENTS[1] }, value: INK };
  const tooltip = [
    { field: 'name', title: 'layer' },
    { field: 'shape', title: 'output shape' },
    { field: 'parameters', format: ',d' },
    { field: 'share', title: 'share of all' },
  ];
  const text = (field: string, x: number, mark: VegaLiteSpec): VegaLiteSpec => ({
    mark: { type: 'text', align: 'left', baseline: 'middle', ...mark },
    encoding: { x: { value: x }, y: y('middle'), text: { field }, tooltip },
  });
  return [
    textAt('layer, shape of its output', X.name, 0, { align: 'left', baseline: 'top' }),
    textAt('parameters', X.numbers, 0, { align: 'right', baseline: 'top' }),
    textAt('their share as area', X.area, 0, { align: 'left', baseline: 'top' }),
    {
      data: { values: [{}] },
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x: { value: X.line }, y: { value: first }, y2: { value: last } },
    },
    {
      mark: { type: 'point', filled: true, size: 70, opacity: 1 },
      encoding: { x: { value: X.line }, y: y('middle'), color, tooltip },
    },
    text('heading', X.name, { dy: -9, fontWeight: 600, limit: 178 }),
    text('shape', X.name, { dy: 9 }),
    text('count', X.numbers, { dy: -9, align: 'right' }),
    text('share', X.numbers, { dy: 9, align: 'right' }),
    {
      data: { values: rows.filter(({ parameters }) => parameters > 0).flatMap(ribbon) },
      mark: { type: 'area', color: FAINT },
      encoding: {
        x: { field: 'x', type: 'quantitative', scale: null, axis: null },
        ...{ y: y('top'), y2: { field: 'bottom' }, detail: { field: 'name', type: 'nominal' } },
      },
    },
    {
      transform: [{ filter: 'datum.parameters > 0' }],
      mark: { type: 'rect' },
      encoding: {
        ...{ x: { value: X.area }, x2: { value: X.end }, y: y('areaTop'), y2: { field: 'areaBottom' } },
        ...{ fill: color, tooltip },
      },
    },
    {
      transform: [
        { filter: `datum.areaBottom - datum.areaTop >= ${NAMED}` },
        { calculate: '(datum.areaTop + datum.areaBottom) / 2', as: 'areaMiddle' },
        {
          calculate: `length(datum.name) > ${NAME_LETTERS} ? datum.share : datum.name + ': ' + datum.share`,
          as: 'label',
        },
      ],
      mark: { type: 'text', color: 'white', fontWeight: 600 },
      encoding: { x: { value: (X.area + X.end) / 2 }, y: y('areaMiddle'), text: { field: 'label' }, tooltip },
    },
  ];
}

/** From a layer's row to its area. */
const ribbon = ({ name, middle, areaTop, areaBottom }: Row) => [
  { name, x: X.ribbon, top: middle - 12, bottom: middle + 12 },
  { name, x: X.area, top: areaTop, bottom: areaBottom },
];

function captionOf(rows: readonly Row[], layers: readonly LayerSummary[]): string {
  const total = sumOf(layers);
  if (total === 0) return 'No layer has parameters.';
  const largest = rows.reduce((a, b) => (b.parameters > a.parameters ? b : a));
  const penalized = rows.filter((row) => row.penalized).map(({ name }) => name);
  return captionLines(
    `${grouped(total)} parameters in all; ${largest.share} of them in ${largest.name}.`,
    penalized.length > 0 && `Penalty on the weights of ${penalized.join(' and ')}.`,
  );
}

const sumOf = (layers: readonly LayerSummary[]): number => sum(layers.map(({ parameters }) => parameters));

/** Nearly all is not all, so that has one digit more. */
const percent = (share: number): string => `${Number((100 * share).toPrecision(share > 0.99 ? 4 : 2))} %`;

const tenths = (pixels: number): number => Number(pixels.toFixed(1));
