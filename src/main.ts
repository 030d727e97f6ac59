#!/usr/bin/env -S node --max-semi-space-size=2
// The flag bounds the space for young objects to a few megabytes: 25 MB less of resident memory, at the price of more
// and shorter collections. scripts/haidang starts node with the same.
import { cli } from './cli/cli.ts';

process.exitCode = await cli(process.argv.slice(2));
