using Linli.Cases.Rules;
using Linli.Enterprise.Flats;
using Linli.Enterprise.Settling;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>Rules for talent, and a flat.</summary>
public sealed partial class Town
{
    /// <summary>The door of the flat.</summary>
    public const int Door = 301;

    /// <summary>Rules that hold from today, one flat of 30 m² for 900 yuan a month, and a queue for it.</summary>
    public Task OpenFlats() => AsStaff(async s =>
    {
        var today = LocalTime.Today(s.GetRequiredService<TimeProvider>());
        await Run(s, new SaveCategory { Code = TalentBook.Category, NameZh = "人才认定", NameEn = "Talent", Type = TalentBook.Category });
        await Run(s, new SetTalentRules("hf", today, "落户办法第三条", 3000, 70, 4800, "租赁指导价",
            [new("bachelor", "本科", "Bachelors", "本科毕业生", "A bachelor's degree", 6, true, 50, 1, [new("毕业证书", "Diploma")])])
        {
            DecideDays = 10, AppealDays = 30, AppealDecideDays = 15, ValidMonths = 24, GraceDays = 30,
        });
        await Run(s, new KeepEstate("hefeng", "hf-1", "和风公寓", "Hefeng flats", 48, 1, 12, 30, [new(FlatLayout.OneRoom, "床", "Bed"), new(FlatLayout.OneRoom, "钥匙", "Key", 2)]));
        await Run(s, new KeepFlat("1", 1, $"{Door}", FlatLayout.OneRoom, 30, 90_000) { Estate = "hefeng" });
        await Run(s, new OpenFlatRound("常年轮候", "Standing queue", FlatWay.Queue, 10, null) { Estate = "hefeng" });
    }, ScopePath.Parse("/hf/", null));

    /// <summary>Looks after the flats now, as the server does every minute.</summary>
    public async Task GiveFlatsOut()
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        await scope.ServiceProvider.GetRequiredService<WatchFlats>().Run(default);
    }
}
