using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>The nine scenes (九大场景) of a future community.</summary>
public enum Scene
{
    /// <summary>邻里.</summary>
    Neighbours,

    /// <summary>教育.</summary>
    Learning,

    /// <summary>健康.</summary>
    Health,

    /// <summary>创业.</summary>
    Enterprise,

    /// <summary>建筑.</summary>
    Buildings,

    /// <summary>交通.</summary>
    Mobility,

    /// <summary>低碳.</summary>
    LowCarbon,

    /// <summary>服务.</summary>
    Services,

    /// <summary>治理.</summary>
    Governance,
}

/// <summary>The scenes in words.</summary>
public static class SceneNames
{
    /// <summary>What people call a scene.</summary>
    public static Phrase Name(this Scene scene) => scene switch
    {
        Scene.Neighbours => ("邻里", "Neighbours"),
        Scene.Learning => ("教育", "Education"),
        Scene.Health => ("健康", "Health"),
        Scene.Enterprise => ("创业", "Enterprise"),
        Scene.Buildings => ("建筑", "Buildings"),
        Scene.Mobility => ("交通", "Mobility"),
        Scene.LowCarbon => ("低碳", "Low carbon"),
        Scene.Services => ("服务", "Services"),
        _ => ("治理", "Governance"),
    };
}
