import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** It waits in real time for longer than a minute; begun last, it would be waited for alone. */
const PATIENT = 'network-nginx.test.ts'

class PatientFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isPatient = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith(PATIENT)
    return [...sorted.filter(isPatient), ...sorted.filter((file) => !isPatient(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more files at once only make each other late.
    maxWorkers: 2,
    sequence: { sequencer: PatientFirst },
    // For what hangs: a machine that is busy with something else is slow, and not wrong.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './test/support/counts-reporter.ts'],
  },
})
