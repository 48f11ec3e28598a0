/** A disk that needs longer to make things durable, as network disks and rotating ones do. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Lab, need } from './lab.ts'

/** What each flush costs on top, milliseconds. */
export const FLUSH_MS = 2

const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char *name, int descriptor) {
  int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct timespec extra = { 0, ${FLUSH_MS} * 1000000 };
  nanosleep(&extra, 0);
  return flush(descriptor);
}

int fsync(int descriptor) { return slowly("fsync", descriptor); }
int fdatasync(int descriptor) { return slowly("fdatasync", descriptor); }
`

/** Compiles a library that slows every flush of a process down; returns its environment. */
export const slowDisk = async (lab: Lab): Promise<Record<string, string>> => {
  need('gcc')
  const folder = lab.newFolder('slow-disk')
  const [source, library] = [join(folder, 'slow.c'), join(folder, 'slow.so')]
  writeFileSync(source, SOURCE)
  const args = ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']
  await lab.run('gcc', args, { core: 'load' })
  return { LD_PRELOAD: library }
}
