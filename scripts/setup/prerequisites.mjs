// What a machine must have before anything can be installed or built. Runs on any Node from 18
// on, without dependencies: it comes before everything else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const minimumCmake = [3, 20];
const minimumNode = 18;

/** How the common package managers call what we need. */
const packageManagers = [
  {
    file: '/usr/bin/apt-get',
    command: 'sudo apt-get install -y',
    git: 'git',
    cmake: 'cmake',
    compiler: 'g++',
  },
  {
    file: '/usr/bin/dnf',
    command: 'sudo dnf install -y',
    git: 'git',
    cmake: 'cmake',
    compiler: 'gcc-c++',
  },
  {
    file: '/usr/bin/pacman',
    command: 'sudo pacman -S',
    git: 'git',
    cmake: 'cmake',
    compiler: 'gcc',
  },
  {
    file: '/usr/bin/zypper',
    command: 'sudo zypper install -y',
    git: 'git',
    cmake: 'cmake',
    compiler: 'gcc-c++',
  },
  {
    file: '/sbin/apk',
    command: 'sudo apk add',
    git: 'git',
    cmake: 'cmake',
    compiler: 'g++',
  },
  {
    file: '/opt/homebrew/bin/brew',
    command: 'brew install',
    git: 'git',
    cmake: 'cmake',
    compiler: undefined,
  },
  {
    file: '/usr/local/bin/brew',
    command: 'brew install',
    git: 'git',
    cmake: 'cmake',
    compiler: undefined,
  },
];

/**
 * Looks for everything a build needs.
 *
 * @returns {{ name: string, problem: string, remedy: string }[]} what is missing, in words
 */
export function findMissing() {
  return [checkNode(), checkGit(), checkCmake(), checkCompiler()].filter(Boolean);
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= minimumNode) return undefined;
  return {
    name: `Node ${minimumNode} or newer`,
    problem: `this is Node ${process.versions.node}`,
    remedy: 'install a current Node from nodejs.org',
  };
}

function checkGit() {
  if (run('git', ['--version']) !== undefined) return undefined;
  return { name: 'git', problem: 'not found', remedy: installCommand('git') };
}

function checkCmake() {
  const name = `CMake ${minimumCmake.join('.')} or newer`;
  const output = run('cmake', ['--version']);
  if (output === undefined)
    return { name, problem: 'not found', remedy: installCommand('cmake') };
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(output) ?? [];
  const isNewEnough =
    Number(major) > minimumCmake[0] ||
    (Number(major) === minimumCmake[0] && Number(minor) >= minimumCmake[1]);
  if (isNewEnough) return undefined;
  return {
    name,
    problem: `this is ${output.split('\n')[0]}`,
    remedy: installCommand('cmake'),
  };
}

function checkCompiler() {
  const name = 'a C++20 compiler';
  const compiler = process.env.CXX || 'c++';
  if (run(compiler, ['--version']) === undefined) {
    return { name, problem: `${compiler} not found`, remedy: installCommand('compiler') };
  }
  const program =
    '#include <concepts>\n#include <span>\nint main() { return std::span<int>{}.size(); }';
  const compiles = run(
    compiler,
    ['-std=c++20', '-fsyntax-only', '-x', 'c++', '-'],
    program,
  );
  if (compiles !== undefined) return undefined;
  return {
    name,
    problem: `${compiler} cannot compile C++20`,
    remedy: `${installCommand('compiler')}   (or set CXX to another compiler)`,
  };
}

/** What the command printed, or undefined if it is not there or fails. */
function run(command, args, input) {
  const result = spawnSync(command, args, { input, encoding: 'utf8' });
  return result.status === 0 ? result.stdout : undefined;
}

function installCommand(what) {
  if (what === 'compiler' && process.platform === 'darwin')
    return 'xcode-select --install';
  const manager = packageManagers.find(({ file }) => existsSync(file));
  if (manager?.[what] === undefined)
    return `install ${what} with your system's package manager`;
  return `${manager.command} ${manager[what]}`;
}
