/* The reference job as a bare recursion: what the machine could do at best.
 *
 * Compiled and called by limit.py. Draws its own normals (xoshiro256+ and Marsaglia's polar
 * method), so its demand is not the demand of the other versions; handed a demand, it takes that.
 */
#include <math.h>
#include <stdint.h>

enum { SITES = 3, LONGEST = 32 };

static const int lead[SITES] = {30, 20, 10};
static const double level[SITES] = {3150, 2120, 1080};
static const double mean = 100, sd = 20;

static uint64_t state[4];

static uint64_t turn(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static double uniform(void) {
    uint64_t sum = state[0] + state[3], kept = state[1] << 17;
    state[2] ^= state[0]; state[3] ^= state[1];
    state[1] ^= state[2]; state[0] ^= state[3];
    state[2] ^= kept;     state[3] = turn(state[3], 45);
    return (sum >> 11) * 0x1p-53;
}

static void seed_with(uint64_t seed) {
    for (int i = 0; i < 4; i++) {                      /* splitmix64 */
        uint64_t z = (seed += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        state[i] = z ^ (z >> 31);
    }
}

static double normal(void) {
    static double spare;
    static int have_spare = 0;
    double u, v, square, scale;
    if (have_spare) { have_spare = 0; return spare; }
    do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        square = u * u + v * v;
    } while (square >= 1 || square == 0);
    scale = sqrt(-2 * log(square) / square);
    spare = v * scale;
    have_spare = 1;
    return u * scale;
}

/* One history. Takes the demand given, or draws it if there is none; fills ends with the backlog
 * at the end of each day, if wanted; returns the number of days that end with one. */
static int history(int days, int closed, int open, const double *demand, double *ends) {
    double under_way[SITES][LONGEST], on_hand[SITES], owed[SITES + 1] = {0};
    int behind = 0;
    for (int s = 0; s < SITES; s++) {
        on_hand[s] = level[s] - mean * lead[s];
        for (int d = 0; d < lead[s]; d++) under_way[s][d] = mean;
    }
    for (int day = 0; day < days; day++) {
        double wanted = demand ? demand[day] : fmax(0, mean + sd * normal());
        for (int s = 0; s <= SITES; s++) owed[s] += wanted;
        double sent = closed <= day && day < open ? 0 : owed[0];
        owed[0] -= sent;
        for (int s = 0; s < SITES; s++) {
            double *slot = &under_way[s][day % lead[s]];
            on_hand[s] += *slot;
            *slot = sent;
            sent = fmin(on_hand[s], owed[s + 1]);
            on_hand[s] -= sent;
            owed[s + 1] -= sent;
        }
        if (ends) ends[day] = owed[SITES];
        behind += owed[SITES] > 1e-9;
    }
    return behind;
}

/* The backlog at the end of each day under a demand given. */
void follow(int days, int closed, int open, const double *demand, double *ends) {
    history(days, closed, open, demand, ends);
}

/* The mean number of days behind over n histories of drawn demand. */
double mean_days_behind(int days, int closed, int open, int n, uint64_t seed) {
    double total = 0;
    seed_with(seed);
    for (int i = 0; i < n; i++) total += history(days, closed, open, 0, 0);
    return total / n;
}
