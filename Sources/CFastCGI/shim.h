// fcgi_stdio.h is left out on purpose: it redefines stdio.
#include <fcgiapp.h>
#include <fcgios.h>

// What the gateway needs from Linux and Swift's Glibc module does not have.
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// accept4(2). glibc declares it only under _GNU_SOURCE, and then with a union argument that Swift cannot pass. The types
// are plain ones because <sys/socket.h> must not be included here: some of its declarations would then belong to this
// module or to Glibc, depending on the order of imports.
int fcgi_accept4(int socket, void *address, unsigned int *length, int flags) __asm__("accept4");
