using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Points;

/// <summary>Acts a person declared, and why something earned nothing. All of it goes with them; the points themselves stay with the ledger.</summary>
internal sealed class PointsPersonalData(LinliDb db, IFileStore files, FieldCipher cipher) : IPersonalData
{
    public string Module => "points";

    public Phrase Title => ("公约行为", "Acts of the covenant");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        // Of one person, whatever the place.
        var acts = await db.Unfiltered<DeclaredAct>().AsNoTracking().Where(a => a.Person == subject.Person).OrderBy(a => a.At).ToListAsync(cancel);
        var missed = await db.Records<MissedPoints>().AsNoTracking().Where(m => m.Person == subject.Person).OrderBy(m => m.At).ToListAsync(cancel);
        if (acts.Count + missed.Count == 0)
            return [];
        var photos = new List<StoredFile>();
        foreach (var act in acts)
            photos.AddRange(await files.Of(ActPhotos.Kind, act.Id, cancel));
        return
        [
            new("acts", ("申报", "Declared"), [.. acts.Select(a => new DataValue[]
            {
                DataValue.Day("day", ("日期", "Day"), a.Day), new("text", ("内容", "What"), cipher.Open(a.Text)), new("state", ("状态", "State"), a.State.ToString()),
                new("points", ("积分", "Points"), a.Points.ToString(CultureInfo.InvariantCulture)), new("word", ("说明", "Word"), a.Word),
            })]) { Files = photos },
            new("missed", ("没有得分", "Earned nothing"), [.. missed.Select(m => new DataValue[] { DataValue.Day("day", ("日期", "Day"), m.Day), new("event", ("事项", "Act"), m.Event), new("why", ("原因", "Why"), m.WhyZh) })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var acts = await db.Unfiltered<DeclaredAct>().Where(a => a.Person == subject.Person).Select(a => a.Id).ToListAsync(cancel);
        await files.Discard(ActPhotos.Kind, acts, cancel);
        await db.Unfiltered<DeclaredAct>().Where(a => a.Person == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Records<MissedPoints>().Where(m => m.Person == subject.Person).ExecuteDeleteAsync(cancel);
    }
}
