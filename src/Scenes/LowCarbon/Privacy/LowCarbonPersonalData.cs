using System.Globalization;
using Linli.LowCarbon.Green;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Privacy;

/// <summary>The balcony garden a person registered: it leaves the list with them.</summary>
internal sealed class LowCarbonPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "lowcarbon";

    public Phrase Title => ("阳台花园", "My balcony garden");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var gardens = await Mine(subject).AsNoTracking().ToListAsync(cancel);
        return gardens.Count == 0 ? [] :
        [
            new("gardens", ("阳台花园", "My balcony garden"), [.. gardens.Select(g => new DataValue[]
            {
                new("plants", ("植物", "Plants"), g.Plants),
                new("area", ("面积（平方米）", "Area (square metres)"), g.AreaDm2 is { } area ? (area / 100m).ToString(CultureInfo.InvariantCulture) : null),
                DataValue.Instant("at", ("登记时间", "Since"), g.At),
            })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public Task Erase(DataSubject subject, CancellationToken cancel) => Mine(subject).ExecuteDeleteAsync(cancel);

    private IQueryable<BalconyGarden> Mine(DataSubject subject) => db.Unfiltered<BalconyGarden>().Where(g => subject.Accounts.Contains(g.Account));
}
