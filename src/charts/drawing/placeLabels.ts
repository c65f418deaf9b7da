import { TEXT_SIZE } from '../style';
import { measureText } from './font';

/** A point in pixels, y downwards. */
export type Pixel = readonly [number, number];

/** A text that stands beside a point. */
export interface Anchor {
  readonly at: Pixel;
  readonly text: string;
  /** Pixels from the point to its text. Default 11, past a usual mark. */
  readonly distance?: number;
}

/** Where its text stands, by the middle of the text. */
export interface PlacedLabel extends Anchor {
  readonly middle: Pixel;
}

/** Half of a point's mark, in pixels. */
const markOf = ({ distance = 11 }: Anchor): number => distance - 5;

/** Around the point; to the right and above come first. */
const DIRECTIONS = [0, -45, 45, 180, -135, 135, -90, 90].map((degrees) => (degrees * Math.PI) / 180);

/**
 * Finds a place beside each point for its text, where it covers no other text or point and as few lines as possible. A text
 * without such a place is left out, so the most important ones come first.
 *
 * @param obstacles points of the lines, close to each other, in pixels.
 * @param size width and height of the panel.
 */
export function placeLabels(anchors: readonly Anchor[], obstacles: readonly Pixel[], size: Pixel): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { at, text, distance = 11 } of anchors) {
    const places = DIRECTIONS.map((angle) => ({ at, text, middle: beside(at, text, angle, distance) }))
      .filter((label) => isInside(label, size) && !placed.some((other) => overlap(label, other)))
      .filter((label) => !anchors.some((other) => other.at !== at && covers(label, other.at, markOf(other))))
      .map((label) => ({ label, covered: obstacles.filter((point) => covers(label, point)).length }))
      .sort((one, other) => one.covered - other.covered);
    if (places[0]) placed.push(places[0].label);
  }
  return placed;
}

/** The middle of a text that touches its point's surroundings from the side of the angle. */
function beside([x, y]: Pixel, text: string, angle: number, distance: number): Pixel {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const isBeside = Math.abs(cos) > 0.1;
  const isLevel = Math.abs(sin) < 0.1;
  return [
    x + (isBeside ? Math.sign(cos) * (measureText(text) / 2 + (isLevel ? distance : distance * 0.6)) : 0),
    y + (isLevel ? 0 : Math.sign(sin) * (TEXT_SIZE / 2 + (isBeside ? 4 : distance))),
  ];
}

/** Whether a text lies over a point, with so much room around it. */
const covers = ({ middle: [x, y], text }: PlacedLabel, [px, py]: Pixel, room = 0) =>
  Math.abs(px - x) <= measureText(text) / 2 + room && Math.abs(py - y) <= TEXT_SIZE / 2 + 1 + room;

const overlap = (one: PlacedLabel, other: PlacedLabel) =>
  Math.abs(one.middle[0] - other.middle[0]) < (measureText(one.text) + measureText(other.text)) / 2 + 4 &&
  Math.abs(one.middle[1] - other.middle[1]) < TEXT_SIZE + 2;

const isInside = ({ middle: [x, y], text }: PlacedLabel, [width, height]: Pixel) =>
  x >= measureText(text) / 2 && x <= width - measureText(text) / 2 && y >= TEXT_SIZE / 2 && y <= height - TEXT_SIZE / 2;
