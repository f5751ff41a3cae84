using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Services.Shops;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Privacy;

/// <summary>The shop a person keeps: it leaves the list with them.</summary>
internal sealed class ServicesPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "services";

    public Phrase Title => ("店铺", "My shop");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var shops = await db.Unfiltered<Shop>().AsNoTracking().Where(s => subject.Accounts.Contains(s.Account)).ToListAsync(cancel);
        return shops.Count == 0 ? [] :
        [
            new("shops", ("店铺", "My shop"), [.. shops.Select(s => new DataValue[]
            {
                new("name", ("名称", "Name"), s.Name),
                new("about", ("介绍", "About"), s.About),
                new("address", ("地址", "Address"), s.Address),
                new("phone", ("电话", "Phone"), s.Phone),
                new("hours", ("营业时间", "Hours"), s.Hours),
                new("state", ("状态", "State"), s.State.ToString().ToLowerInvariant()),
                new("since", ("时间", "Since"), s.At.ToString("O", CultureInfo.InvariantCulture)),
            })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public Task Erase(DataSubject subject, CancellationToken cancel) =>
        db.Unfiltered<Shop>().Where(s => subject.Accounts.Contains(s.Account)).ExecuteDeleteAsync(cancel);
}
