import { relative } from 'path';
import type { Browser, Page } from 'playwright-core';
import { PROJECT } from '../notebook/cells';
import type { JupyterServer } from './jupyterServer';

/** A notebook in JupyterLab, whose application stands in the page as `jupyterapp`. */
export class LabPage {
  /** What the page complained of. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(60_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /**
   * Opens a notebook alone on the page and waits for its kernel.
   *
   * @param file inside the project.
   */
  static async open(
    browser: Browser,
    server: JupyterServer,
    file: string,
    theme: 'Light' | 'Dark' = 'Light',
  ): Promise<LabPage> {
    const lab = new LabPage(await browser.newPage({ viewport: { width: 1300, height: 1000 } }));
    const path = relative(PROJECT, file).split('\\').join('/');
    await lab.page.goto(`${server.address}/lab/tree/${path}?reset&token=${server.token}`);
    await lab.waitFor(`window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'`);
    await lab.evaluate(`(async () => {
      await jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab ${theme}' });
      await jupyterapp.commands.execute('application:set-mode', { mode: 'single-document' });
    })()`);
    return lab;
  }

  /** Evaluates JavaScript in JupyterLab; its types are not known here, hence text. */
  evaluate<T>(expression: string): Promise<T> {
    return this.page.evaluate(expression) as Promise<T>;
  }

  /** Does what the menu entry of that name does, without waiting for its end. */
  async command(name: string): Promise<void> {
    await this.evaluate(`void jupyterapp.commands.execute('${name}')`);
  }

  async waitFor(condition: string, timeout = 60_000): Promise<void> {
    await this.page.waitForFunction(condition, undefined, { timeout, polling: 100 });
  }

  /**
   * Runs all cells, to the end or to the first that fails.
   *
   * @param timeout milliseconds
   */
  async runAllCells(timeout: number): Promise<void> {
    // Not awaited in the page: a call that lasts minutes is cut off.
    await this.evaluate(`window.finished = false;
      void jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.finished = true; })`);
    await this.waitFor(`window.finished && ${IDLE}`, timeout);
  }

  /** The errors that cells show, in words. */
  failures(): Promise<string[]> {
    return this.evaluate(`${CELLS}.flatMap((cell) => cell.model.toJSON().outputs ?? [])
      .filter(({ output_type: type }) => type === 'error').map(({ ename, evalue }) => ename + ': ' + evalue)`);
  }

  /** Puts a cell at the top of the window: JupyterLab draws what is in view. */
  async scrollTo(cell: number): Promise<void> {
    await this.evaluate(`(async () => {
      const notebook = jupyterapp.shell.currentWidget.content;
      notebook.activeCellIndex = ${cell};
      await notebook.scrollToItem(${cell}, 'start');
      notebook.widgets[${cell}].node.scrollIntoView({ block: 'start' });
    })()`);
  }
}

/** All cells, as an expression. */
export const CELLS = 'jupyterapp.shell.currentWidget.content.widgets';

/** True while no cell runs, as an expression. */
export const IDLE = `jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'`;

/** The outputs of a cell as JSON text, as an expression. */
export const outputText = (cell: string): string => `JSON.stringify(${cell}.model.toJSON().outputs)`;
