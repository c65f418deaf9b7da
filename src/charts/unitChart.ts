import { median } from 'simple-statistics';
import type { UnitNorms } from '../analysis/unitNorms';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { counted, CROSS, grouped, networkLooks, panelWidth, rounded, shortNames, shortNumber, unique } from './style';
import type { NetworkLook, NetworkOptions } from './style';
import { captionLines, leftOut } from './drawing/caption';
import { byName, dataOf, quantity, vegaLiteFigure } from './drawing/vegaLite';

const MOST_POINTS = 120; // units that one line is drawn through; a panel has no more pixels to tell them apart
const MOST_CROSSES = 40; // dead units of a network that are marked; more would be one black band
const MARKS_PER_LINE = 4; // marks on each line, which tell the networks apart where colors do not

const SIDES = ['incoming', 'outgoing'] as const;

type Side = (typeof SIDES)[number];

/** The units of one network with a norm that is a number, from the largest to the smallest. */
interface Sorted {
  readonly network: string;
  readonly units: readonly { readonly unit: number; readonly norm: number; readonly dead: boolean }[];
}

/**
 * How large the weights of each unit are: for every network a line over its units, sorted from the largest norm to the
 * smallest, with a panel for the incoming weights and one for the outgoing weights. Dead units have a cross.
 * The caption names median and largest norm, and how many units are dead.
 *
 * @param norms from `unitNorms`, all of one layer.
 * @throws if there are no norms, they are of several layers, two networks have the same name, or there are too many to
 *   tell apart.
 * @example
 * const networks = { baseline: convNet({ filters: 1, denseUnits: 4 }) };
 * unitChart(await unitNorms(networks, { layer: 'Dense 1' })).kind; // => 'vega-lite'
 */
export function unitChart(norms: readonly UnitNorms[], { networks = [] }: NetworkOptions = {}): VegaLiteFigure {
  requireOneLayer(norms);
  const names = norms.map(({ network }) => network);
  const labels = shortNames(names);
  const looks = names.map(networkLooks('unitChart', names, { networks }));
  // By the names that stand in the figure.
  const named = norms.map((row, i) => ({ ...row, network: labels[i]! }));
  const sides = SIDES.filter((side) => norms.some((row) => row[side] !== null));
  const counts = unique(norms.map(({ incoming }) => incoming.length));
  const panels = sides.map((side, i) =>
    normPanel(
      named.map((row) => sorted(row, side)),
      {
        ...{ looks, width: panelWidth(sides.length), title: `${side} weights`, yTitle: i === 0 },
        units: counts.length > 1 ? undefined : counts[0],
      },
    ),
  );
  return vegaLiteFigure({
    panels: [{ hconcat: panels, spacing: 24 }],
    what: `Norms of the weights of each unit of ${norms[0]!.layer} in ${labels.join(' and ')}, sorted from the largest.`,
    caption: captionOf(named, sides),
  });
}

function requireOneLayer(norms: readonly UnitNorms[]): void {
  if (norms.length === 0 || norms.every(({ incoming }) => incoming.length === 0)) {
    throw new Error(
      "unitChart requires the norms of at least one unit; write unitChart(await unitNorms({ baseline }, { layer: 'Dense 1' })).",
    );
  }
  const layers = unique(norms.map(({ layer }) => layer));
  const names = norms.map(({ network }) => network);
  if (layers.length > 1 || unique(names).length < names.length) {
    throw new Error(
      `unitChart requires one layer and a row for each network, got ${norms.map(({ layer, network }) => `${layer} of ${network}`).join(', ')}; ` +
        'draw one figure for each layer.',
    );
  }
}

function sorted(row: UnitNorms, side: Side): Sorted {
  const dead = new Set(row.dead);
  const units = [...(row[side] ?? []).entries()]
    .filter(([, norm]) => Number.isFinite(norm))
    .map(([unit, norm]) => ({ unit, norm, dead: dead.has(unit) }))
    .sort((a, b) => b.norm - a.norm);
  return { network: row.network, units };
}

interface NormPanel {
  readonly looks: readonly NetworkLook[];
  readonly width: number;
  /** How many the widest layer has; undefined where layers differ, whose ranks only compare as shares. */
  readonly units: number | undefined;
  readonly title: string;
  readonly yTitle: boolean;
}

function normPanel(networks: readonly Sorted[], { looks, width, units, title, yTitle }: NormPanel): VegaLiteSpec {
  const largest = Math.max(0, ...networks.map((network) => network.units[0]?.norm ?? 0));
  const share = units === undefined;
  const end = units ?? 1;
  const quarters = unique([0, 0.25, 0.5, 0.75, 1].map((part) => (share ? part : Math.round(part * end))));
  const labels = networks.map(({ network }) => network);
  const ofNetwork = (range: readonly string[]) => byName('network', labels, range, { title: null, symbolSize: 80 });
  return {
    ...{ title: { text: title, anchor: 'middle' }, width, height: 200 },
    data: dataOf(networks.flatMap((sorted, i) => pointsOf(sorted, i, networks.length, share))),
    encoding: {
      x: quantity('rank', share ? 'share of the units' : 'units, the largest norm first', [0, end], {
        ...{ values: quarters, format: share ? '.0%' : ',d', labelFlush: true },
      }),
      y: {
        ...{ field: 'norm', type: 'quantitative', title: yTitle ? 'norm of the weights, √Σw²' : null },
        // An axis needs some height, also where everything is 0.
        scale: { domain: [0, largest || 1], nice: 5 },
        axis: { minExtent: 30, labelPadding: 6 },
      },
      color: ofNetwork(looks.map(({ color }) => color)),
      tooltip: [{ field: 'network' }, { field: 'unit' }, { field: 'norm', format: '.4~g' }],
    },
    layer: [
      { mark: { type: 'line', strokeWidth: 2 } },
      {
        transform: [{ filter: "datum.mark === 'shape'" }],
        mark: { type: 'point', filled: true, opacity: 1, size: 60 },
        encoding: { shape: ofNetwork(looks.map(({ shape }) => shape)) },
      },
      {
        transform: [{ filter: "datum.mark === 'dead'" }],
        mark: { type: 'point', shape: CROSS, filled: false, strokeWidth: 1.5, size: 90, opacity: 1 },
      },
    ],
  };
}

/** What a line and its marks are drawn by. */
function pointsOf({ network, units }: Sorted, place: number, networks: number, share: boolean) {
  const every = Math.ceil(units.length / MOST_POINTS);
  const dead = [...units.keys()].filter((i) => units[i]!.dead);
  const everyCross = Math.ceil(dead.length / MOST_CROSSES);
  const crosses = new Set(dead.filter((_, i) => i % everyCross === 0));
  // The networks' marks stand at different ranks, and where no cross is, so that they do not hide each other.
  const free = [...units.keys()].filter((i) => !crosses.has(i));
  const rankOf = (i: number) => free[Math.floor(((i + (place + 0.5) / networks) / MARKS_PER_LINE) * free.length)];
  const shapes = new Set(Array.from({ length: MARKS_PER_LINE }, (_, i) => rankOf(i)));
  return units.flatMap(({ unit, norm }, i) => {
    const mark = crosses.has(i) ? 'dead' : shapes.has(i) ? 'shape' : '';
    if (i % every !== 0 && i !== units.length - 1 && mark === '') return [];
    // Each unit has the middle of its piece of the axis.
    const rank = share ? (i + 0.5) / units.length : i + 0.5;
    return [{ network, rank: rounded(rank, 5), norm: rounded(norm, 4), unit, mark }];
  });
}

/** A line for each network. */
function captionOf(norms: readonly UnitNorms[], sides: readonly Side[]): string {
  const lines = norms.map((row) => {
    const numbers = (pick: (sizes: readonly number[]) => number) =>
      sides.map((side) => {
        const sizes = sorted(row, side).units.map(({ norm }) => norm);
        return `${sizes.length > 0 ? shortNumber(pick(sizes)) : 'none'} ${side === 'incoming' ? 'in' : 'out'}`;
      });
    const [middle, largest] = [numbers(median), numbers((sizes) => sizes[0]!)].map((texts) => texts.join(', '));
    const all = row.incoming.length;
    const dead = row.dead ? `${row.dead.length} of ${grouped(all)} dead` : counted(all, 'unit');
    const lost = sides.flatMap((side) => row[side] ?? []).filter((norm) => !Number.isFinite(norm)).length;
    const line = `${row.network}: median norm ${middle}; largest ${largest}; ${dead}.`;
    return [line, leftOut(lost, 'norm') || []].flat().join(' ');
  });
  const anyDead = norms.some(({ dead = [] }) => dead.length > 0);
  const thinned = norms.some(({ dead = [] }) => dead.length > MOST_CROSSES);
  const cross = `×: a dead unit, 0 on every image${thinned ? `; up to ${MOST_CROSSES} of a network have one` : ''}.`;
  return captionLines(...lines, anyDead && cross);
}
