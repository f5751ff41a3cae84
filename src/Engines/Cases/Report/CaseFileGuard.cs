using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Report;

/// <summary>Photos of a case are seen by those who see the case; neighbours see those of a public one.</summary>
internal sealed class CaseFileGuard(LinliDb db, CaseDesk desk) : IFileGuard
{
    public const string Kind = "case";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        var id = new CaseId(subject);
        var item = await db.Unfiltered<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel);
        return item is not null
            && (item.IsPublic || await desk.SeesAsStaff(item, cancel) || await desk.IsReporter(item, cancel));
    }
}
