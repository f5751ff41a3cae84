using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Linli.People;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Services.Gates;

namespace Linli.Services.MoveIn;

/// <summary>
/// The training of the demo community, gates that nobody has switched on yet, and one tenant in the middle of the quiz.
/// 陈可 moves in live: the registration of 和二-7-502 brings the check-list.
/// </summary>
internal sealed class MoveInDemo(LinliDb db, IScopeTree tree, IHomeTies ties, IMachineKeys keys, FieldCipher cipher) : IDemoSeeder
{
    private const string InTraining = "和二-3-3-502";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var from = Clock.ToMicroseconds(samples.Now.AddDays(-60));
        var modules = Modules(samples, from).ToList();
        await db.InsertMany(modules, cancel);
        SeedGates(samples, from);
        foreach (var tie in await ties.AtHome(InTraining, cancel))
            Begin(tie, modules, Clock.ToMicroseconds(samples.Now.AddHours(-20)));
        await db.SaveChangesAsync(cancel);
    }

    private IEnumerable<TrainingModule> Modules(DemoSamples samples, DateTimeOffset from)
    {
        if (!File.Exists(samples.File("training.json")))
            yield break;
        using var file = File.OpenRead(samples.File("training.json"));
        foreach (var one in JsonSerializer.Deserialize<List<PublishTraining>>(file, Json.Options) ?? [])
            if (tree.FindCode(one.Place ?? "") is { } place)
                yield return new()
                {
                    Id = Guid.CreateVersion7(from), Scope = place.Path.Value, Code = one.Code!, Version = 1, Mode = one.Mode, Compulsory = one.Compulsory, Order = one.Order,
                    TitleZh = one.TitleZh!, TitleEn = one.TitleEn!, TextZh = one.TextZh!, TextEn = one.TextEn!, PassMark = one.PassMark, Tries = one.Tries,
                    Questions = JsonSerializer.Serialize(one.Questions ?? [], Json.Options), From = from,
                };
    }

    private void SeedGates(DemoSamples samples, DateTimeOffset from)
    {
        if (!File.Exists(samples.File("gates.csv")))
            return;
        using var stream = File.OpenRead(samples.File("gates.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            if (tree.FindCode(row["place"]) is { } place)
                // The key is made and forgotten: a demo gate never speaks. Register one to try `linli simulate-gate`.
                db.Insert(new Gate
                {
                    Id = keys.Make("门禁 " + row["name_zh"], place.Path, [ServicesPermissions.Gate]).Id, Scope = place.Path.Value, NameZh = row["name_zh"],
                    NameEn = row["name_en"], Secret = cipher.Seal(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))), HasFace = row["face"] == "yes",
                    OfflineMinutes = int.Parse(row["offline_minutes"], CultureInfo.InvariantCulture), At = from,
                });
    }

    private void Begin(TieOfHome tie, List<TrainingModule> modules, DateTimeOffset at)
    {
        var list = new MoveInList
        {
            Id = Guid.CreateVersion7(at), Scope = tie.Building.Value, Account = tie.Account, Person = tie.Person, Tie = tie.Id, HomeLabel = tie.HomeLabel, At = at,
        };
        db.Insert(list);
        foreach (var module in modules)
            db.Records<MoveInItem>().Add(new()
            {
                Id = Guid.CreateVersion7(at), List = list.Id, Module = module.Id, Compulsory = module.Compulsory, Order = module.Order,
                Tries = module.Code == "living-together" ? 1 : 0, DoneAt = module.Code == "living-together" ? at.AddMinutes(12) : null,
                DoneBy = module.Code == "living-together" ? ItemDoneBy.Quiz : null,
            });
    }
}
