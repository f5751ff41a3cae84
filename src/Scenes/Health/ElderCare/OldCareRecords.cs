using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>What was done by plans of care, long ago (服务记录): data of health, no longer kept than somebody may ask about it.</summary>
internal sealed class OldCareRecords(LinliDb db) : IRetention
{
    public string Code => "care.done";

    public Phrase Title => ("养老照护服务记录", "Care: what was done");

    public int Days => 1095;

    public int AtLeastDays => 0;

    public Phrase Source => ("个人信息保护法第十九条：最短必要期限；民法典第一百八十八条：三年内可能有争议", "PIPL art. 19: no longer than needed; Civil Code art. 188: it may be asked about for three years");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => Old(before).ExecuteDeleteAsync(cancel);

    private IQueryable<CareDone> Old(DateTimeOffset before)
    {
        var day = LocalTime.DateOf(before);
        return db.Records<CareDone>().Where(d => d.Day < day);
    }
}
