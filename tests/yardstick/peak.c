// How many single-precision additions two cores can do: each thread adds the same 32 kB, which stay in its first cache level, into 16 vectors.
// Built with -march=native. Prints seconds and additions.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LANES = 64 / sizeof(float), VECTORS = 16, SAMPLES = 8192, ROUNDS = 2000000 };
typedef float vector __attribute__((vector_size(64), aligned(4)));

static void *add(void *sink) {
    float *signal = aligned_alloc(64, SAMPLES * sizeof(float));
    for (int i = 0; i < SAMPLES; i++) signal[i] = i * 1e-6f;
    vector sum[VECTORS] = {0};
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < SAMPLES; i += VECTORS * LANES)
            for (int k = 0; k < VECTORS; k++) sum[k] += *(vector *)(signal + i + k * LANES);
    for (int k = 0; k < VECTORS; k++) *(float *)sink += sum[k][k];
    free(signal);
    return NULL;
}

int main(int count, char **arguments) {
    int threads = count > 1 ? atoi(arguments[1]) : 2;
    pthread_t thread[64];
    float sinks[64] = {0}, all = 0;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int t = 0; t < threads && t < 64; t++) pthread_create(&thread[t], NULL, add, &sinks[t]);
    for (int t = 0; t < threads && t < 64; t++) { pthread_join(thread[t], NULL); all += sinks[t]; }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f %.0f %g\n", end.tv_sec - start.tv_sec + 1e-9 * (end.tv_nsec - start.tv_nsec), (double)threads * ROUNDS * SAMPLES, all);
    return 0;
}
