using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.AfterSchool;

/// <summary>
/// Where a child was, and with whom, is nobody's business for ever (R37, R38): hand-overs go a year after they were made, and so do the names
/// of collectors that older versions kept after their end.
/// </summary>
internal sealed class OldHandOvers(LinliDb db) : IRetention
{
    public string Code => "learning.handovers";

    public Phrase Title => ("课后交接记录", "After school: who fetched a child");

    public int Days => 366;

    public int AtLeastDays => 0;

    public Phrase Source => ("个人信息保护法第十九条：最短必要期限；一年后不再需要", "PIPL art. 19: no longer than needed; after a year it is not");

    public async Task<int> Due(DateTimeOffset before, CancellationToken cancel) => await Old(before).CountAsync(cancel) + await Ended().CountAsync(cancel);

    public async Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => await Old(before).ExecuteDeleteAsync(cancel) + await Ended().ExecuteDeleteAsync(cancel);

    // For the whole installation.
    private IQueryable<HandedOver> Old(DateTimeOffset before) => db.Unfiltered<HandedOver>().Where(h => h.At < before);

    private IQueryable<Collector> Ended() => db.Records<Collector>().Where(c => c.EndedAt != null);
}
