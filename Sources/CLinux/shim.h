// What the core needs from Linux and glibc declares only under _GNU_SOURCE. No header is included: its declarations would
// belong to this module or to Glibc, depending on the order of imports.

// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: starts to write a file's pages, without waiting.
int linux_sync_file_range(int file, long long offset, long long count, unsigned int flags) __asm__("sync_file_range");
static const unsigned int linux_sync_file_range_write = 2;

// posix_spawn_file_actions_addclosefrom_np(3): the program begins without descriptors from this one on.
int linux_spawn_close_from(void *actions, int descriptor) __asm__("posix_spawn_file_actions_addclosefrom_np");

// getxattr(2): what is kept beside a file, such as its SELinux context.
long linux_getxattr(const char *path, const char *name, void *value, unsigned long size) __asm__("getxattr");

// adjtimex(2) with nothing to set: only its result is of interest, so the structure is given as room for it, zeroed.
int linux_adjtimex(void *room) __asm__("adjtimex");
static const int linux_timex_size = 256;
static const int linux_time_error = 5;

// pipe2(2): both ends of a pipe with their flags, in one step.
int linux_pipe2(int *ends, int flags) __asm__("pipe2");

// renameat2(2) with RENAME_EXCHANGE: two files take each other's names in one step.
int linux_renameat2(int old_folder, const char *old, int new_folder, const char *new_, unsigned int flags)
    __asm__("renameat2");
static const unsigned int linux_rename_exchange = 2;

// Commands of fcntl(2): a lease tells whether anybody has a file open for writing.
static const int linux_fcntl_set_lease = 1024;
static const int linux_fcntl_set_signal = 10;
