using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Days, collectors and call names of children whose term is over (往期接送记录): all of it is data of children under 14 (R37, R38). Fees stay in the books.</summary>
internal sealed class OldNurseryDays(LinliDb db) : IRetention
{
    public string Code => "nursery.days";

    public Phrase Title => ("往期托育接送与登记", "Child-care: days and children of terms that are over");

    public int Days => 365;

    public int AtLeastDays => 0;

    public Phrase Source => ("个人信息保护法第十九条：最短必要期限；学期结束一年后不再需要", "PIPL art. 19: no longer than needed; a year after the term it is not");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public async Task<int> Delete(DateTimeOffset before, CancellationToken cancel)
    {
        var children = Old(before).Select(c => c.Id);
        await db.Unfiltered<Handover>().Where(h => children.Contains(h.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Collector>().Where(c => children.Contains(c.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<HandoverAttempt>().Where(a => children.Contains(a.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<NurseryLook>().Where(l => children.Contains(l.Child)).ExecuteDeleteAsync(cancel);
        return await Old(before).ExecuteDeleteAsync(cancel);
    }

    // A job for the whole installation.
    private IQueryable<NurseryChild> Old(DateTimeOffset before)
    {
        var day = LocalTime.DateOf(before);
        return db.Unfiltered<NurseryChild>().Where(c => db.Unfiltered<NurseryGroup>().Any(g => g.Id == c.Group && g.Until < day));
    }
}
