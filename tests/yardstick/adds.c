// The additions of the reference's averages as anybody would write them first: double precision, window by window, one thread.
// Does some of the 3030 rows (30 trains and 100 surrogates of each), 12,000 windows of 1000 samples a row, and prints seconds and additions.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FRAMES = 6000000, WINDOW = 1000, SPIKES = 12000 };

int main(int count, char **arguments) {
    int rows = count > 1 ? atoi(arguments[1]) : 3030;
    double *signal = malloc(FRAMES * sizeof(double)), largest = 0;
    for (int i = 0; i < FRAMES; i++) signal[i] = (i * 2654435761u >> 8) * 1e-9;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int row = 0; row < rows; row++) {
        double sum[WINDOW] = {0};
        for (int spike = 0; spike < SPIKES; spike++) {
            const double *window = signal + (long)spike * (FRAMES - WINDOW) / SPIKES + (row * 7919 + spike * 104729) % 500;
            for (int j = 0; j < WINDOW; j++) sum[j] += window[j];
        }
        if (sum[row % WINDOW] > largest) largest = sum[row % WINDOW];
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f %.0f %g\n", end.tv_sec - start.tv_sec + 1e-9 * (end.tv_nsec - start.tv_nsec), (double)rows * SPIKES * WINDOW, largest);
    free(signal);
    return 0;
}
