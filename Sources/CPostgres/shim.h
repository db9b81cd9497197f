// libpq as Swift sees it: nothing of it needs a wrapper.
#pragma once

#include <libpq-fe.h>
