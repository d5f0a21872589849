# nghiavu: see README.md. `make help` lists the targets.
SHELL := /bin/bash
OUT ?= out
CC ?= gcc
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

PACKAGES := gcc make pkg-config libpoppler-glib-dev libzip-dev libxml2-dev libicu-dev libpcre2-dev libsqlite3-dev libjansson-dev \
            libcmocka-dev libglib2.0-dev sqlite3 python3
PKGS := poppler-glib libzip libxml-2.0 icu-uc icu-i18n libpcre2-8 sqlite3 jansson glib-2.0 gio-2.0

WARN := -Wall -Wextra -Wshadow -Wvla -Wconversion -Wmissing-prototypes -Werror
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE -fstack-clash-protection -Wformat -Wformat-security
OPT ?= -O2 -g
SAN ?=
# lazy: pkg-config is asked only when something is compiled (the packages may not be installed yet when make starts)
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -Isrc -I$(OUT)/gen $(OPT) $(SAN) $(WARN) $(if $(SAN),,$(HARDEN)) -DNV_VERSION='"$(VERSION)"' \
             -DNV_DATADIR='"$(PREFIX)/share/nghiavu"' $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = $(SAN) -pie $(if $(SAN),,-Wl,-z,relro,-z,now) $(LDFLAGS)

SRC := $(wildcard src/*/*.c)
OBJ := $(SRC:src/%.c=$(OUT)/obj/%.o)
LIBOBJ := $(filter-out $(OUT)/obj/cli/main.o,$(OBJ))
UNIT := $(wildcard tests/unit/test_*.c)
TESTBIN := $(UNIT:tests/unit/%.c=$(OUT)/%)
GEN := $(OUT)/gen/schema_sql.h

.PHONY: all demo check setup asan score bench survey install uninstall clean help unit
all: $(OUT)/nghiavu
$(OUT)/nghiavu: $(OBJ)
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
unit: $(TESTBIN)
	@fail=0; for t in $(TESTBIN); do $$t >$$t.log 2>&1 || { fail=1; echo "FAILED $$t"; grep -E 'FAILED|Error|error' $$t.log | head -20; }; done; exit $$fail
clean:
	rm -rf $(OUT)
-include $(OBJ:.o=.d) $(UNIT:tests/unit/%.c=$(OUT)/obj/unit/%.d)
