# nghiavu: see README.md. `make help` lists the targets.
SHELL := /bin/bash
OUT ?= out
CC ?= gcc
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0
RELEASED := 2026-11-22

PACKAGES := gcc make pkg-config libc6-dev libpoppler-glib-dev libjpeg-dev libzip-dev libxml2-dev libicu-dev libpcre2-dev libsqlite3-dev libcjson-dev \
            libxlsxwriter-dev libical-dev libcmocka-dev libglib2.0-dev libseccomp-dev zlib1g-dev libssl-dev libtesseract-dev tesseract-ocr-vie libtcmalloc-minimal4 sqlite3 python3 poppler-utils
# programs that only tests ask, to hold our output against another reader
TEST_PACKAGES := libxml2-utils libreoffice-writer-nogui libreoffice-calc-nogui graphviz python3-icalendar cmark-gfm chromium mandoc
PKGS := poppler-glib libjpeg libzip libxml-2.0 icu-uc icu-i18n libpcre2-8 sqlite3 libcjson xlsxwriter libical glib-2.0 gio-2.0 libseccomp zlib libcrypto

WARN := -Wall -Wextra -Wshadow -Wvla -Wconversion -Wmissing-prototypes -Werror
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE -fstack-clash-protection -Wformat -Wformat-security
OPT ?= -O2 -g
SAN ?=
# lazy: pkg-config is asked only when something is compiled (the packages may not be installed yet when make starts)
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)) -lm)$(PKG_LIBS)
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -Isrc -I$(OUT)/gen $(OPT) $(SAN) $(WARN) $(if $(SAN),,$(HARDEN)) -DNV_VERSION='"$(VERSION)"' -DNV_RELEASED='"$(RELEASED)"' \
             -DNV_DATADIR='"$(PREFIX)/share/nghiavu"' $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = $(SAN) -pie $(if $(SAN),,-Wl,-z,relro,-z,now) $(LDFLAGS)
# reading a PDF is a tenth faster with this allocator: Poppler makes many small objects (sanitizers bring their own)
ALLOC = $(if $(SAN),,-Wl,--push-state,--no-as-needed -l:libtcmalloc_minimal.so.4 -Wl,--pop-state)

SRC := $(wildcard src/*/*.c)
OBJ := $(SRC:src/%.c=$(OUT)/obj/%.o)
LIBOBJ := $(filter-out $(OUT)/obj/cli/main.o,$(OBJ))
UNIT := $(wildcard tests/unit/test_*.c)
TESTBIN := $(UNIT:tests/unit/%.c=$(OUT)/%)
GEN := $(OUT)/gen/schema_sql.h

.PHONY: all pages demo check setup test-setup asan valgrind damage score bench survey install uninstall clean help unit run-tests
all: $(OUT)/nghiavu
$(OUT)/nghiavu: $(OBJ)
	@echo "  LD   $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(ALLOC) $(PKG_LIBS)
# with the C library's allocator, which valgrind knows how to watch
$(OUT)/nghiavu-plain: $(OBJ)
	@echo "  LD   $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(PKG_LIBS)
$(OUT)/test_%: $(OUT)/obj/unit/test_%.o $(LIBOBJ)
	@echo "  LD   $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(PKG_LIBS) -lcmocka
$(OUT)/obj/unit/%.o: tests/unit/%.c $(GEN) Makefile
	@mkdir -p $(@D); echo "  CC   $<"; $(CC) $(CFLAGS_ALL) -Itests -MMD -MP -c -o $@ $<
$(OUT)/obj/%.o: src/%.c $(GEN) Makefile
	@mkdir -p $(@D); echo "  CC   $<"; $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
# schema.sql as a C string
$(OUT)/gen/schema_sql.h: $(wildcard src/store/schema.sql) Makefile
	@mkdir -p $(@D); { echo 'static const char nv_schema_sql[] ='; \
	  if [ -f src/store/schema.sql ]; then sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' src/store/schema.sql; else echo '""'; fi; echo ';'; } > $@

help:
	@echo "make demo       set up, build, ingest corpus/ and print tasks, a citation chain and what needs a second look"
	@echo "make check      set up, build and run all tests        make asan      the same tests under sanitizers"
	@echo "make valgrind   the corpus under valgrind              make score     accuracy against ../shared/gold"
	@echo "make bench      speed as ratios in one run             make survey    header and structure of every file of ../shared/corpus/real"
	@echo "make damage     1500 damaged PDFs and DOCX: what is read otherwise must be refused or marked"
	@echo "make install    PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)         make uninstall, make clean"
	@echo "SKIP_INSTALL=1  never install packages; OUT=dir, CC=clang"

# ---- set-up: once for each list of packages ---------------------------------------------------------------------------
setup: $(OUT)/.setup
$(OUT)/.setup: tests/setup Makefile
	@mkdir -p $(OUT); tests/setup $(PACKAGES) && touch $@
test-setup: setup $(OUT)/.test-setup
$(OUT)/.test-setup: tests/setup Makefile
	@mkdir -p $(OUT); tests/setup $(TEST_PACKAGES) && touch $@

demo: setup
	@$(MAKE) --no-print-directory all
	@tests/demo $(OUT)

# ---- tests ------------------------------------------------------------------------------------------------------------
check: test-setup
	@$(MAKE) --no-print-directory run-tests
run-tests: all unit
	@tests/run $(OUT)
unit: $(TESTBIN)
	@tests/run-unit $(OUT) $(TESTBIN)
asan: test-setup
	@$(MAKE) --no-print-directory OUT=$(OUT)-asan OPT='-O1 -g' SAN='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' run-tests
damage: all
	@python3 tests/damage $(OUT)
valgrind: all $(OUT)/nghiavu-plain
	@tests/valgrind $(OUT)
# what must hold on the annotated documents whose format is read
SCORE_MIN = $(addprefix --min ,doc.type=1 doc.number=1 doc.date=1 doc.issuers=1 doc.signers=1 units=0.97 units.anchored=0.95 citations=0.98 \
  citations.date=0.96 citations.resolved=0.95 citations.relation=0.90 citations.locator=0.93 citations.internal=0.93 citations.named=0.80 agencies=0.95 \
  deadlines=0.95 obligations.modality=0.93 obligations.parties=0.90 obligations.due=0.93 tasks=0.85 tasks:P=0.85)
score: setup
	@$(MAKE) --no-print-directory all && tests/score $(OUT) $(SCORE_MIN)
bench: setup
	@$(MAKE) --no-print-directory all $(OUT)/bench $(OUT)/ask && tests/bench/run $(OUT)
survey: setup
	@$(MAKE) --no-print-directory all && tests/survey $(OUT)
$(OUT)/bench $(OUT)/ask: $(OUT)/%: $(OUT)/obj/bench/%.o $(LIBOBJ)
	@echo "  LD   $@"; $(CC) $(LDFLAGS_ALL) -o $@ $^ $(ALLOC) $(PKG_LIBS)
$(OUT)/obj/bench/%.o: tests/bench/%.c $(GEN) Makefile
	@mkdir -p $(@D); echo "  CC   $<"; $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# ---- installation -----------------------------------------------------------------------------------------------------
# the manual in both languages and completion are printed by the program from its table of verbs
PAGES := $(OUT)/pages/man1/nghiavu.1 $(OUT)/pages/vi/man1/nghiavu.1 $(OUT)/pages/nghiavu.bash
pages: $(PAGES)
$(OUT)/pages/man1/nghiavu.1: HELP := --man en
$(OUT)/pages/vi/man1/nghiavu.1: HELP := --man vi
$(OUT)/pages/nghiavu.bash: HELP := --completion bash
$(PAGES): $(OUT)/nghiavu
	@mkdir -p $(@D); echo "  GEN  $@"; $(OUT)/nghiavu help $(HELP) > $@.new && mv $@.new $@
SHARE = $(DESTDIR)$(PREFIX)/share
install: all pages
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/nghiavu/grammars $(SHARE)/man/man1 $(SHARE)/man/vi/man1 $(SHARE)/bash-completion/completions
	install -m 755 $(OUT)/nghiavu $(DESTDIR)$(PREFIX)/bin/nghiavu
	install -m 644 grammars/*.rules grammars/*.tsv $(SHARE)/nghiavu/grammars/
	install -m 644 $(OUT)/pages/man1/nghiavu.1 $(SHARE)/man/man1/nghiavu.1
	install -m 644 $(OUT)/pages/vi/man1/nghiavu.1 $(SHARE)/man/vi/man1/nghiavu.1
	install -m 644 $(OUT)/pages/nghiavu.bash $(SHARE)/bash-completion/completions/nghiavu
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/nghiavu $(SHARE)/man/man1/nghiavu.1 $(SHARE)/man/vi/man1/nghiavu.1 $(SHARE)/bash-completion/completions/nghiavu
	rm -rf $(SHARE)/nghiavu
clean:
	rm -rf $(OUT) $(OUT)-asan
-include $(OBJ:.o=.d) $(UNIT:tests/unit/%.c=$(OUT)/obj/unit/%.d) $(wildcard $(OUT)/obj/bench/*.d)
