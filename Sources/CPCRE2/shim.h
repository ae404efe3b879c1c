// The library for texts of 8-bit units, that is UTF-8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
