/* extract FILE…: one JSON record a line, in the order of the arguments. */
#include "cli/reading.h"

int nv_cmd_extract(nv_cli *cli, int argc, char **argv)
{
    return nv_read_each(cli, argv, argc, nv_job_record, cli);
}
