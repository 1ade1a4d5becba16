// The entrance of libFuzzer for programs that have a main of their own, as every Swift executable of a package has.

#ifndef BELAY_FUZZER_DRIVER_H
#define BELAY_FUZZER_DRIVER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *_Nonnull argc, char *_Nullable *_Nullable *_Nonnull argv,
    int (*_Nonnull target)(const uint8_t *_Nullable data, size_t size));

#endif
