using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>
/// Diplomas and payslips are kept while they prove something: those of applications that were withdrawn, refused, ended or have run out
/// go a year later. What was decided stays.
/// </summary>
internal sealed class OldTalentPapers(LinliDb db, IFileStore files) : IRetention
{
    private const int Batch = 500;

    public string Code => "talent.papers";

    public Phrase Title => ("人才认定材料", "Papers of applications as talent");

    public int Days => 366;

    public int AtLeastDays => 0;

    public Phrase Source => ("个人信息保护法第十九条：最短必要期限；结果确定或到期一年后不再需要", "PIPL art. 19: no longer than needed; a year after the matter is over they are not");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public async Task<int> Delete(DateTimeOffset before, CancellationToken cancel)
    {
        var gone = await Old(before).OrderBy(e => e.At).Select(e => e.Application).Distinct().Take(Batch).ToListAsync(cancel);
        await files.Discard(TalentFiles.Kind, gone, cancel);
        return await db.Records<TalentEvidence>().Where(e => gone.Contains(e.Application)).ExecuteDeleteAsync(cancel);
    }

    // For the whole installation.
    private IQueryable<TalentEvidence> Old(DateTimeOffset before)
    {
        var day = LocalTime.DateOf(before);
        return db.Records<TalentEvidence>().Where(e => e.At < before && db.Unfiltered<TalentApplication>().Any(a => a.Id == e.Application
            && ((a.State == TalentState.Granted && a.Until < day) || (a.State == TalentState.Refused && a.DecidedAt < before) || (a.State == TalentState.Ended && a.EndedAt < before) || a.State == TalentState.Withdrawn)
            && !db.Unfiltered<TalentAppeal>().Any(p => p.Application == a.Id && (p.State == AppealState.Open || p.DecidedAt >= before))));
    }
}
