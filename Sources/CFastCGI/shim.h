// fcgi_stdio.h is left out on purpose: it redefines stdio.
#include <fcgiapp.h>
#include <fcgios.h>

// What the gateway needs from Linux and Swift's Glibc module does not have.
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// glibc declares it only under _GNU_SOURCE, and then with a union argument that Swift cannot pass.
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
