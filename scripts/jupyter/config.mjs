// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withTensorflow } from '../common/environment.mjs';
import { fromUser, ROOT, STATE } from '../common/paths.mjs';

const HOME = join(STATE, 'jupyter');
const CONFIG = join(HOME, 'config');

/** How notebooks are exported as pages: JupyterLab's menu reads the server's settings, a terminal nbconvert's. */
const EXPORT = {
  HTMLExporter: { template_name: 'l2lab', extra_template_basedirs: [join(ROOT, 'scripts', 'jupyter', 'templates')] },
};

/** Where running servers say that they run. */
export const RUNTIME = join(HOME, 'runtime');

/** The environment in which Jupyter reads and writes inside the clone only, and lessons find the user's data. */
export function jupyterEnvironment(user = process.env) {
  const data = user['L2LAB_DATA'];
  return {
    ...withTensorflow(user),
    ...(data ? { L2LAB_DATA: fromUser(data) } : {}),
    JUPYTER_CONFIG_DIR: CONFIG,
    JUPYTER_DATA_DIR: join(HOME, 'data'),
    JUPYTER_RUNTIME_DIR: RUNTIME,
    JUPYTERLAB_SETTINGS_DIR: join(HOME, 'user-settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(HOME, 'workspaces'),
    IPYTHONDIR: join(HOME, 'ipython'),
    // The environment's own kernel and extensions go before the user's.
    JUPYTER_PREFER_ENV_PATH: '1',
    PYTHONNOUSERSITE: '1',
  };
}

/** @param {string} file inside the config folder @param {unknown} content */
function writeConfig(file, content) {
  writeFile(file, JSON.stringify(content, null, 2) + '\n');
}

/** @param {string} file inside the config folder @param {string} text */
function writeFile(file, text) {
  const path = join(CONFIG, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/**
 * JupyterLab's renderer for Plotly shows the picture that is saved beside a figure until the mouse enters it, and takes no
 * width from its metadata: a pixel of the picture for one of the page. Ours have two for each, and a palette (`CAMAAA`
 * is how base64 says so); the renderer's own, which replace them once Plotly has drawn, have one and no palette.
 */
const STYLE = `.jp-RenderedPlotly .plot-img { max-width: 100%; height: auto; }
.jp-RenderedPlotly .plot-img[src*='CAMAAA'] { zoom: 0.5; }
`;

/** Writes the settings with which a lesson opens at once: our kernel only, and nothing that pops up. */
export function writeJupyterConfig() {
  writeConfig('jupyter_server_config.json', EXPORT);
  writeConfig('jupyter_lab_config.json', {
    LabApp: { extension_manager: 'readonly', log_level: 'ERROR', custom_css: true },
    KernelSpecManager: { allowed_kernelspecs: ['tslab'], ensure_native_kernel: false },
  });
  writeFile('custom/custom.css', STYLE);
  writeConfig('jupyter_nbconvert_config.json', EXPORT);
  writeConfig('labconfig/page_config.json', {
    disabledExtensions: {
      '@jupyterlab/apputils-extension:announcements': true,
      '@jupyterlab/extensionmanager-extension': true,
    },
  });
}
