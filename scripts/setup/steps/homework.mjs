// @ts-check
import { HOMEWORK_VENV, kernelspecOf } from '../../common/paths.mjs';
import { kernelspecStep, TSLAB, TSLAB_TITLE } from './kernelspec.mjs';
import { environmentStep, requirementsStep } from './python.mjs';

/** nbgrader 0.9.6 needs Python 3.11. */
const LEAST_PYTHON = 11;

/** Homework is graded in an environment of its own: students never need it, and it brings a JupyterLab of its own. */
export const homeworkSteps = [
  environmentStep({
    name: 'homework-environment',
    title: 'Python environment (homework)',
    venv: HOMEWORK_VENV,
    least: LEAST_PYTHON,
  }),
  requirementsStep({
    name: 'homework-packages',
    title: 'Python packages (homework)',
    file: 'homework.txt',
    imports: ['jupyterlab', 'nbclient', 'nbconvert', 'nbgrader', 'psutil', 'zmq'],
    after: ['homework-environment'],
    megabytes: 450,
    venv: HOMEWORK_VENV,
  }),
  kernelspecStep({
    name: 'homework-kernelspecs',
    title: 'Kernels for homework',
    after: ['homework-environment', 'tensorflow-library'],
    kernels: [
      { file: kernelspecOf(HOMEWORK_VENV, TSLAB), title: TSLAB_TITLE },
      { file: kernelspecOf(HOMEWORK_VENV, 'tslab-grading'), title: `${TSLAB_TITLE}, grading`, options: ['--grading'] },
    ],
  }),
];
