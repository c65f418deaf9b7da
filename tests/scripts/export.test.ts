import { exportingClone, exportLesson, figuresOf, LESSONS, picturesOf } from './exportLesson';
import type { Sandbox } from './sandbox';

describe.each(LESSONS)('%s as committed, exported as HTML', (lesson) => {
  let clone: Sandbox;
  beforeAll(() => (clone = exportingClone()));
  afterAll(() => clone.remove());

  test('by our JupyterLab shows every figure with its alternative text and its caption, without a warning', () => {
    const { html, log } = exportLesson(clone, lesson, 'our JupyterLab');
    const figures = figuresOf(lesson);
    expect(figures.length).toBeGreaterThan(0);
    expect(picturesOf(html)).toEqual(figures);
    expect(log).toContain('Writing');
    expect(log).not.toMatch(/warning|alternative text/i);
  });

  test('by any Jupyter shows every figure with its caption', () => {
    const { html } = exportLesson(clone, lesson, 'any Jupyter');
    expect(picturesOf(html).map(({ caption }) => caption)).toEqual(figuresOf(lesson).map(({ caption }) => caption));
  });
});
