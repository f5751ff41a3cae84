using Linli.Cases.Rules;
using Linli.Enterprise.Flats;
using Linli.Enterprise.Settling;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>Rules for talent, and the job that gives flats out.</summary>
public partial class Town
{
    /// <summary>The door of the flat that the desk enters.</summary>
    public const int Door = 301;

    /// <summary>Rules for talent that hold from today.</summary>
    public Task TalentRules() => AsStaff(async s =>
    {
        var today = Clock.Today;
        await Run(s, new SaveCategory { Code = TalentBook.Category, NameZh = "人才认定", NameEn = "Talent", Type = TalentBook.Category });
        await Run(s, new SetTalentRules("hf", today, "落户办法第三条", 3000, 70, 4800, "租赁指导价",
            [new("bachelor", "本科", "Bachelors", "本科毕业生", "A bachelor's degree", 6, true, 50, 1, [new("毕业证书", "Diploma")])])
        {
            DecideDays = 10, AppealDays = 30, AppealDecideDays = 15, ValidMonths = 24, GraceDays = 30,
        });
    }, ScopePath.Parse("/hf/", null));

    /// <summary>Looks after the flats now, as the server does every minute.</summary>
    public async Task GiveFlatsOut()
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        await scope.ServiceProvider.GetRequiredService<WatchFlats>().Run(default);
    }
}
