using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>Whose imports are whose: everybody sees only what they uploaded themselves.</summary>
internal static class ImportAccess
{
    public static readonly Problem NotFound = Problem.NotFound("people.import_not_found", "没有找到这次导入，可能已过期删除。", "This import was not found; it may have expired.");

    public static Task<RegisterImport?> Import(this LinliDb db, CurrentCaller caller, Guid id, CancellationToken cancel) =>
        caller.Value.Account is { } account
            ? db.Records<RegisterImport>().SingleOrDefaultAsync(i => i.Id == id && i.By == account, cancel)
            : Task.FromResult<RegisterImport?>(null);

    public static Problem? NotNow(this RegisterImport import, params ImportState[] states) => states.Contains(import.State)
        ? null
        : Problem.Conflict("people.import_state", "这一步现在不能做，请刷新页面看看进展。", "This step cannot be done now: reload to see how far the import is.");
}
